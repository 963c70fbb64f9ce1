// Which screens there are to look at: a scene, and what has to be touched to get there.
export const SCREENS = [
  ['1-ready', 'ready'],
  ['1b-ready-repair', 'ready_repair'],
  ['1c-ready-notices', 'ready_notices'],
  ['1d-not-configured', 'not_configured'],
  ['1e-taken-back', 'ready', (page) => takenBack(page)],
  ['2-holding', 'ready', (page) => hold(page)],
  ['2b-holding-in-drill', 'drill_done', (page) => hold(page)],
  ['3-take-back', 'take_back', (page) => type(page, '24')],
  ['3b-wrong-pin', 'take_back', (page) => type(page, '9999')],
  ['3c-not-durable', 'take_back_not_durable'],
  ['3d-no-pin', 'take_back_no_pin'],
  ['4-sending', 'sending'],
  ['4a-on-the-way', 'on_the_way'],
  ['4b-waiting', 'waiting'],
  ['4x-sending-again', 'sending_again'],
  ['4s-texted', 'texted'],
  ['4t-text-failing', 'text_failing'],
  ['4v-text-touch', 'text_touch'],
  ['4w-text-touch-late', 'text_touch_late'],
  ['4u-texted-stored', 'texted_stored'],
  ['4c-not-delivered', 'not_delivered'],
  ['4d-not-durable', 'not_durable'],
  ['4e-cannot-send', 'cannot_send'],
  ['4f-stored', 'stored'],
  ['4g-seen', 'seen'],
  ['4h-arrived', 'arrived'],
  ['4q-loud', 'loud'],
  ['4r-quiet-device', 'quiet_device'],
  ['4i-closed', 'closed'],
  ['4j-closed-early', 'closed_early'],
  ['4k-cancel', 'stored', (page) => page.locator('.quiet').click()],
  ['4l-cancel-pending', 'cancel_pending'],
  ['4m-cancel-received', 'cancel_received'],
  ['4n-no-tries', 'no_tries'],
  ['4o-wrong-answer', 'alarm_broken'],
  ['4p-lost-link', 'on_the_way', (page) => lose(page)],
  ['5-readiness', 'ready_repair', (page) => page.locator('main > .top > button').click()],
  ['5c-readiness-telephone', 'ready_telephone', (page) => page.locator('main > .top > button').click()],
  ['5i-readiness-clip', 'ready_clip', (page) => page.locator('main > .top > button').click()],
  ['5j-readiness-cards', 'ready_cards', (page) => page.locator('main > .top > button').click()],
  ['5d-readiness-computer', 'ready_computer', (page) => page.locator('main > .top > button').click()],
  ['5e-practice', 'ready', (page) => practice(page)],
  ['5f-practice-computer', 'ready_computer', (page) => practice(page)],
  ['5g-practising', 'practising', (page) => practice(page)],
  ['5h-practising-hold', 'practising_hold', (page) => practice(page)],
  ['5b-pins', 'first_run_2', (page) => pins(page)],
  ['6-drill', 'drill_done'],
  ['6b-drill-sending', 'drill_sending'],
  ['6c-drill-waiting', 'drill_waiting'],
  ['6f-drill-texted', 'drill_texted'],
  ['6d-drill-stored', 'drill_stored'],
  ['6e-drill-broken', 'drill_broken'],
  ['7-numbers', 'ready', (page) => page.locator('nav button').click()],
  ['8a-first-run', 'first_run_1'],
  ['8b-first-run', 'first_run_2', (page) => type(page, '24689')],
  ['8c-first-run', 'first_run_3'],
  ['8d-not-configured', 'first_run_not_configured'],
  ['10-unreachable', 'ready', (page) => lose(page)],
  ['10b-unsaved', 'ready', (page) => unsaved(page)],
  ['11-no-dialler', 'not_delivered', (page) => page.evaluate(() => window.script.noDialler())],
];

async function type(page, digits) {
  for (const digit of digits) await page.keyboard.press(digit);
}

/** Half of a hold, drawn as it is after half of the time. */
export async function hold(page) {
  const box = await page.locator('[data-alarm]').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.locator('.alarm.holding .fill').waitFor();
  await page.evaluate(() => {
    const [drain] = document.querySelector('.alarm.holding .fill').getAnimations();
    drain.pause();
    drain.currentTime = 1200;
  });
}

async function practice(page) {
  await page.locator('main > .top > button').click();
  await page.locator('.ways').click();
}

async function takenBack(page) {
  await page.evaluate(() => window.script.show('take_back'));
  await page.locator('.keys').waitFor();
  await type(page, '2468');
  await page.locator('.strip').waitFor();
}

async function lose(page) {
  await page.evaluate(() => {
    window.script.down = true;
    window.script.changed();
  });
  await page.locator('a.tall').waitFor();
}

async function unsaved(page) {
  await page.evaluate(() => (window.script.down = true));
  await page.locator('[data-alarm]').evaluate((button) => button.click());
  await page.locator('a.tall').waitFor();
}

async function pins(page) {
  await type(page, '12341234');
  await page.locator('.solid').click();
  await page.locator('.refusal:not(:empty)').waitFor();
}
