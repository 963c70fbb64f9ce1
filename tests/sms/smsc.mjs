// An operator's SMSC for tests, by the npm package `smpp`: an implementation of the protocol that is not ours. It is told what
// to do over HTTP.
//
//   node smsc.mjs SMPP_PORT HTTP_PORT SYSTEM_ID PASSWORD
//
//   POST /deliver {from, to, text | hex, data_coding, esm_class, …}   200 {status} once it is answered; 503 nobody is bound
//   POST /unbind                                                     the SMSC takes leave
//   POST /refuse {status, times}                                     so many of the next submit_sm get this status
//   GET  /state                                                      {bound, submitted: […]}

import http from 'node:http';
import smpp from 'smpp';

const [smppPort, httpPort, systemId, password] = process.argv.slice(2);
const PATIENCE_MS = 60_000;

const bound = new Set();
const submitted = [];
let refusals = [];

const server = smpp.createServer((session) => {
  const forget = () => bound.delete(session);
  session.on('close', forget);
  session.on('error', forget);
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    forget();
    session.send(pdu.response(), () => session.close());
  });
  session.on('bind_transceiver', (pdu) => {
    if (pdu.system_id !== systemId || pdu.password !== password) {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }), () => session.close());
      return;
    }
    session.send(pdu.response({ system_id: 'smsc' }));
    bound.add(session);
  });
  session.on('submit_sm', (pdu) => {
    const status = refusals.shift() ?? 0;
    if (status === 0) submitted.push(seen(pdu));
    session.send(pdu.response(status === 0 ? { message_id: `m${submitted.length}` } : { command_status: status }));
  });
});

function seen(pdu) {
  const { source_addr, source_addr_ton, destination_addr, dest_addr_ton, esm_class, data_coding } = pdu;
  const text = pdu.short_message.message;
  return { source_addr, source_addr_ton, destination_addr, dest_addr_ton, esm_class, data_coding, text };
}

function deliver({ from, to, text, hex, ...rest }) {
  const [session] = bound;
  if (!session) return { code: 503, body: { error: 'nobody is bound' } };
  const fields = { source_addr: from, destination_addr: to, source_addr_ton: 1, source_addr_npi: 1, ...rest };
  if (typeof fields.message_payload === 'string') fields.message_payload = Buffer.from(fields.message_payload, 'hex');
  fields.short_message = hex === undefined ? text : Buffer.from(hex, 'hex');
  return new Promise((resolve) => {
    const lost = () => resolve({ code: 502, body: { error: 'not answered' } });
    const timer = setTimeout(lost, PATIENCE_MS);
    session.on('close', lost);
    session.deliver_sm(fields, (answer) => {
      clearTimeout(timer);
      resolve({ code: 200, body: { status: answer.command_status } });
    });
  });
}

async function body(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}

const actions = {
  'POST /deliver': deliver,
  'POST /unbind': () => {
    for (const session of bound) session.unbind(() => session.close());
    return { code: 200, body: {} };
  },
  'POST /refuse': ({ status, times }) => {
    refusals = Array.from({ length: times }, () => status);
    return { code: 200, body: {} };
  },
  'GET /state': () => ({ code: 200, body: { bound: bound.size, submitted } }),
};

async function attempt(action, what) {
  try {
    return await action(what);
  } catch (error) {
    return { code: 500, body: { error: String(error.stack) } };
  }
}

http
  .createServer(async (request, response) => {
    const action = actions[`${request.method} ${request.url}`];
    const said = action ? await attempt(action, await body(request)) : { code: 404, body: {} };
    response.writeHead(said.code, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(said.body));
  })
  .listen(Number(httpPort), '127.0.0.1');
server.listen(Number(smppPort), '127.0.0.1');
