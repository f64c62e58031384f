// Of undici what the product uses: its index brings mocks, caches and web sockets, a third of the server's bundle. See `undiciParts` in build.ts.
module.exports = {
  Agent: require("undici/lib/dispatcher/agent.js"),
  ProxyAgent: require("undici/lib/dispatcher/proxy-agent.js"),
  fetch: require("undici/lib/web/fetch/index.js").fetch,
};
