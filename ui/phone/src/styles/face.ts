/** WebKitGTK (the window on a Linux desktop) paints the marks of Nastaliq in the wrong place; it gets Naskh letters. */
export function chooseFace(): void {
  const agent = navigator.userAgent;
  const webKitGtk = /Linux/.test(agent) && /AppleWebKit/.test(agent) && !/Android|Chrome|Chromium/.test(agent);
  if (webKitGtk) document.documentElement.dataset.face = 'naskh';
}
