/** Two small samples with ties. Source: worked values, nonparam. */
export const first = [25, 22, 33, 40, 12, 33, 50]
export const second = [10, 17, 22, 30, 8, 5]
