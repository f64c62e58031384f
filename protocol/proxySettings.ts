import { notification } from "./message.ts";

/** What VS Code's own settings say of proxies (`http.proxy`, `http.noProxy`, `http.proxySupport`, `http.proxyStrictSSL`). */
export interface ProxySettings {
  /** Address of the proxy; empty: that of the environment. May hold a name and password: never shown or logged. */
  readonly url: string;
  /** Hosts that are reached without one, beside this computer. */
  readonly without: readonly string[];
  /** `off`: no proxy, whatever the environment says. */
  readonly support: "on" | "off";
  /** The certificate of the proxy itself has to be trusted. */
  readonly strict: boolean;
}

/** Where nobody wrote anything. */
export const defaultProxySettings: ProxySettings = { url: "", without: [], support: "on", strict: true };

export const proxySettingsChanged = notification<ProxySettings>("slipway/proxySettings");
