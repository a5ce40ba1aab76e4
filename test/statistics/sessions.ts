/** Twelve outcomes of six sessions, three of them treated. Source: worked values, ols.cluster and wild_cluster. */
export const treated = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1]
export const outcomes = [30, 33, 28, 35, 20, 22, 25, 18, 40, 36, 30, 27]
export const sessions = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
