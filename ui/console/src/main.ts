import { mount } from 'svelte';
import App from './App.svelte';
import { HttpRoom } from './room/http';
import { openEventStream } from './room/stream';
import { preferences } from './text/locale.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

preferences.show();
const target = document.getElementById('console');
if (target) mount(App, { target, props: { room: new HttpRoom(), open: openEventStream } });
