// The finder: what, where, and who does it there.

import { render } from 'preact';
import { App } from './App';

const home = document.getElementById('finder');
if (home) render(<App />, home);
