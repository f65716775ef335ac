/** The doctor's module worker. Only a module knows `import.meta`. */
self.postMessage(import.meta.url);
