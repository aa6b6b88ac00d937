// Keeps what carries data-live="/address" up to date, only while somebody can see it. 204 changes nothing.
// After three misses a bar over the whole width says so; it goes away by itself.
'use strict'
{
  const EVERY = 2500 // ms, and up to half a second more, so that sixty phones don't ask at once
  const LONGEST = 4000 // ms for one answer
  const MISSES = 3
  const bar = document.getElementById('cut-off')
  let missed = 0
  const asked = new Map() // by id: what carries data-every="15" is asked every 15 seconds only

  const reached = () => { missed = 0; bar.hidden = true }
  const miss = () => {
    missed += 1
    if (missed < MISSES || !bar.hidden) return
    bar.hidden = false
    bar.textContent = bar.dataset.says
  }

  const refresh = async part => {
    const address = new URL(part.dataset.live, location)
    if (part.dataset.version) address.searchParams.set('seen', part.dataset.version)
    const headers = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
    const answer = await fetch(address, { headers, cache: 'no-store', signal: AbortSignal.timeout(LONGEST) })
    if (answer.status === 401) return location.reload() // leads to the sign-in page and back
    if (answer.status !== 200) return
    const text = await answer.text()
    if (part.isConnected) await htmx.swap({ sourceElement: part, target: part, text, swap: 'outerMorph' })
  }

  const round = async () => {
    if (document.visibilityState === 'visible') {
      for (const part of document.querySelectorAll('[data-live]')) {
        const every = 1000 * (part.dataset.every || 0)
        if (Date.now() - (asked.get(part.id) ?? 0) < every) continue
        asked.set(part.id, Date.now())
        try {
          await refresh(part)
          reached()
        } catch {
          miss()
          break
        }
      }
    }
    setTimeout(round, EVERY + Math.random() * 500)
  }

  document.addEventListener('fair:reached', reached)
  document.addEventListener('fair:missed', miss)
  document.addEventListener('htmx:error', () => { missed = MISSES - 1; miss() })
  document.addEventListener('htmx:after:request', reached)
  setTimeout(round, EVERY)
}
