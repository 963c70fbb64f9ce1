import { launch, phonePage, serveFixture } from './browser.mjs';
import { SCREENS } from './pictures.mjs';
import { mkdirSync } from 'node:fs';
mkdirSync('/tmp/shots',{recursive:true});
const [b,s]=await Promise.all([launch(),serveFixture()]);
const [langs,sizes,texts,themes,re]=JSON.parse(process.argv[2]);
for (const language of langs) for (const size of sizes) for (const text of texts) for(const theme of themes) for (const [name,scene,act] of SCREENS){
 if(!name.match(re)) continue;
 const page=await phonePage(b,s.url,{language,size,text,scene,theme,still:true}); page.setDefaultTimeout(4000);
 try{ await act?.(page);}catch(e){console.log('ACT',name,language,size,text,String(e).split('\n')[0])}
 const r=await page.evaluate(()=>({cw:document.documentElement.clientWidth,sw:document.documentElement.scrollWidth,sh:document.documentElement.scrollHeight}));
 if(r.sw>r.cw||(text==100&&r.sh>({small:640,tall:844})[size])) console.log(name,language,size,text,JSON.stringify(r));
 await page.waitForTimeout(150);
 await page.screenshot({path:`/tmp/shots/${name}.${language}.${size}.${theme}.${text}.png`,fullPage:process.argv[3]==='full'});
 await page.context().close();
}
await b.close(); await s.close();
