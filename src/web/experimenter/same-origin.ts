/** Whether a post comes from a page of this server. */

/**
 * Browsers say it themselves where they hold the connection for safe (TLS, or this machine). Elsewhere the origin must be this
 * host. A program that sends neither is no browser that somebody was lured in; it must know the form’s secret in any case.
 */
export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null) return true
  const hosts = [headers.get('host'), publicUrl === undefined ? undefined : new URL(publicUrl).host]
  return URL.canParse(origin) && hosts.includes(new URL(origin).host)
}
