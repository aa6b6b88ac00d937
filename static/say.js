// "Read to me": where the browser has a voice of its own for this page's language, buttons with data-read="text" appear
// and read it aloud; a second tap stops. Voices that send the text to another host are not used.
'use strict'
{
  const speech = window.speechSynthesis
  const spoken = document.documentElement.lang.toLowerCase().split('-')[0]
  const voice = () => speech.getVoices().find(
    each => each.localService && each.lang.toLowerCase().split(/[-_]/)[0] === spoken)

  const show = () => {
    for (const button of document.querySelectorAll('[data-read]')) button.hidden = !voice()
  }
  const say = text => {
    const sentence = new SpeechSynthesisUtterance(text)
    sentence.voice = voice()
    sentence.lang = sentence.voice.lang
    sentence.rate = 0.9 // for those who don't read, and for a noisy hall
    speech.speak(sentence)
  }

  if (speech) {
    show()
    speech.addEventListener?.('voiceschanged', show)
    document.addEventListener('click', event => {
      const button = event.target.closest?.('[data-read]')
      if (!button) return
      const speaking = speech.speaking
      speech.cancel()
      if (!speaking) say(button.dataset.read)
    })
    addEventListener('pagehide', () => speech.cancel())
  }
}
