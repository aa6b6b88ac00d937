// Three short sounds, different in pitch and rhythm: yes one high, look two short, no one low.
// Made by the page, so there is nothing to load. A phone lets them sound after the first tap.
'use strict'
{
  const NOTES = { // [start s, length s, Hz]
    yes: [[0, 0.18, 1320]],
    look: [[0, 0.09, 880], [0.15, 0.09, 880]],
    no: [[0, 0.4, 220]],
  }
  let speaker

  const play = look => {
    try {
      speaker ??= new AudioContext()
    } catch { return } // no sound here: colour, shape and words say it
    if (speaker.state === 'suspended') speaker.resume()
    for (const [start, length, pitch] of NOTES[look]) {
      const tone = speaker.createOscillator()
      const loud = speaker.createGain()
      const at = speaker.currentTime + start
      tone.type = look === 'no' ? 'square' : 'sine'
      tone.frequency.value = pitch
      loud.gain.setValueAtTime(0, at)
      loud.gain.linearRampToValueAtTime(look === 'no' ? 0.15 : 0.4, at + 0.01)
      loud.gain.linearRampToValueAtTime(0, at + length)
      tone.connect(loud).connect(speaker.destination)
      tone.start(at)
      tone.stop(at + length)
    }
  }

  const soundOf = node => {
    const verdict = node.matches?.('.verdict') ? node : node.querySelector?.('.verdict')
    const look = verdict && Object.keys(NOTES).find(name => verdict.classList.contains(name))
    if (look) play(look)
  }

  const told = document.getElementById('told')
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(soundOf)))
    .observe(told, { childList: true })
  addEventListener('pointerdown', () => { speaker ??= new AudioContext(); speaker.resume() }, { once: true })
}
