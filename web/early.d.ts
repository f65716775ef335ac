/** The worker that early.js has started, until the page takes it. */
declare var inkglassWorker: Worker | undefined;
