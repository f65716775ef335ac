/** Put before the service worker by the build. */
declare const BUILD: {
  version: string;
  files: Record<string, string>;
  spare: Record<string, string>;
  later: Record<string, string>;
};
