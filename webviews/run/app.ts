/**
 * The page of one run. `page.ts` holds the state and talks to the host; each section is a function from a `RunPageView` to a template;
 * what they show is computed by functions without a DOM (`found.ts`, `registry/model`).
 */
import "../ui/base.css";
import "../ui/artifacts.css";
import "../charts/charts.css";
import "./run.css";
import { RunPageElement } from "./page.ts";

customElements.define("slipway-run", RunPageElement);
