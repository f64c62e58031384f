// `require("x")` finds x.cjs too: Stryker's mocha runner 10 asks mocha 11 for `run-helpers` without its ending.
require.extensions[".cjs"] = require.extensions[".js"];
