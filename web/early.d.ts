/** The worker that first-worker.js has started; null once it has failed. */
declare var inkglassWorker: Worker | null | undefined;
