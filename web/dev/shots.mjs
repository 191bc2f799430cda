// Pictures of a report for the eye: node dev/shots.mjs REPORT.html OUT_FOLDER [phone|laptop|print] [lang] [theme] [extra]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const [file, out, size = 'laptop', lang = 'en', theme = 'light', extra = ''] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
const sizes = { phone: { width: 390, height: 844 }, small: { width: 360, height: 740 }, laptop: { width: 1366, height: 768 }, print: { width: 900, height: 1200 } };
const page = await browser.newPage({ viewport: sizes[size] });
page.on('console', (message) => message.type() === 'error' && console.log('console:', message.text()));
page.on('pageerror', (error) => console.log('error:', error.message));
await page.goto(`file://${resolve(file)}#lang=${lang}&theme=${theme}${extra ? `&${extra}` : ''}`);
await page.waitForSelector('html[data-complete]');
console.log('ready after', await page.evaluate(() => document.documentElement.dataset.ready), 'ms');
console.log('sideways', await page.evaluate(() => document.documentElement.scrollWidth - innerWidth));
const name = join(out, `${size}-${lang}-${theme}`);
if (size === 'print') await page.pdf({ path: `${name}.pdf`, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '14mm', right: '14mm' } });
else {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const step = size === 'laptop' ? 1500 : 1700;
  for (let y = 0, n = 1; y < height; y += step, n++) await page.screenshot({ path: `${name}-${n}.png`, fullPage: true, clip: { x: 0, y, width: sizes[size].width, height: Math.min(step, height - y) } });
}
await browser.close();
