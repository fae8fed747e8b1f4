import { setNonce } from "get-nonce";

/** The mark by which the browser knows this page's own styles; the server writes it into the HTML. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

/** Also for the libraries that write styles by themselves, such as when a dialog stops scrolling. */
export function markStyles(): void {
  setNonce(styleNonce());
}
