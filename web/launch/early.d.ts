/** The worker that first-worker.js has started; null once it has failed. */
declare var inkglassWorker: Worker | null | undefined;

/** The answer with the snapshot that first-worker.js has asked for; give-snapshot.js takes it. */
declare var inkglassSnapshot: Promise<Response> | undefined;
