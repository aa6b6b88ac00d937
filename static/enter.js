// A secret link: what stands after # is posted, so that no proxy, scanner app or log sees it, and leaves the address.
// Without this script the short code is typed into the same form.
'use strict'
{
  const form = document.querySelector('form[data-enter]')
  const secret = decodeURIComponent(location.hash.slice(1))
  if (form && secret) {
    history.replaceState(null, '', location.pathname + location.search)
    form.elements.secret.value = secret
    form.requestSubmit()
  }
}
