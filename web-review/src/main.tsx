// Puts the page into its place.

import { render } from 'preact'
import { App } from './app'
import './style.css'

const place = document.getElementById('page')
if (place !== null) {
  place.replaceChildren()
  render(<App />, place)
}
