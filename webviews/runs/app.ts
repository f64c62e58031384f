/**
 * The Runs page. `page.ts` holds the state and talks to the host; `table.ts` draws the rows that are on the screen; what a press means is
 * computed by functions without a DOM (`selection.ts`, `columns.ts`).
 */
import "../ui/base.css";
import "./runs.css";
import { RunsPage } from "./page.ts";

customElements.define("slipway-runs", RunsPage);
