// Puts the page into its place.

import { render } from 'preact'
import { App } from './app'
import './style/colours.css'
import './style/base.css'
import './style/frame.css'
import './style/start.css'
import './style/review.css'
import './style/warnings.css'
import './style/steps.css'
import './style/code.css'
import './style/difference.css'
import './style/picture.css'
import './style/edit.css'
import './style/narrow.css'
import './style/print.css'

const place = document.getElementById('page')
if (place !== null) {
  place.replaceChildren()
  render(<App />, place)
}
