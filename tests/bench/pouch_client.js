// The rival's window: replicates the documents of a file up to its server and down again.
// One line of input, `push N` or `pull N`, gives one line of output: the seconds that the replication took.
const fs = require('fs');
const readline = require('readline');
const [folder, url, file] = process.argv.slice(2);
const PouchDB = require('pouchdb').defaults({ prefix: folder + '/' });
const BATCH = 500;

const documents = JSON.parse(fs.readFileSync(file, 'utf-8'));

async function seconds(from, to) {
  const begun = process.hrtime.bigint();
  const done = await PouchDB.replicate(from, to, { batch_size: BATCH });
  if (!done.ok || done.docs_written !== documents.length) throw new Error(JSON.stringify(done));
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

async function push(round) {
  const local = new PouchDB(`up${round}`);
  for (let at = 0; at < documents.length; at += BATCH) await local.bulkDocs(documents.slice(at, at + BATCH));
  return seconds(local, `${url}/round${round}`);
}

async function pull(round) {
  return seconds(`${url}/round${round}`, new PouchDB(`down${round}`));
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [what, round] = line.split(' ');
    console.log(await { push, pull }[what](round));
  }
})();
