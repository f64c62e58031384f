/**
 * The Compare page. `page.ts` holds the state and talks to the host; each section is a function from a `CompareView` to a template;
 * what they show is computed by functions without a DOM (`changes.ts`, `metricTable.ts`, `copy.ts`, `registry/model/compare`).
 */
import "../ui/base.css";
import "../charts/charts.css";
import "./compare.css";
import { ComparePage } from "./page.ts";

customElements.define("slipway-compare", ComparePage);
