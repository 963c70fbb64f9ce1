import { mount } from 'svelte';
import App from './App.svelte';
import { choose } from './backend/choose';
import { chooseFace } from './styles/face';
import './styles/base.css';

chooseFace();
const target = document.getElementById('phone');
if (target !== null) {
  mount(App, { target, props: { backend: choose() } });
  // From here on the alarm takes a touch, whatever else is still to come.
  performance.mark('armed');
}
