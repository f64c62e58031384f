/**
 * The Pipeline page. `page.ts` holds the state and talks to the host; `shown.ts` decides what of the graph is shown, `layout.ts` where, both without
 * a DOM; `tree.ts` and `drawing.ts` make templates of it.
 */
import "../ui/base.css";
import "./pipeline.css";
import { PipelinePage } from "./page.ts";

customElements.define("slipway-pipeline", PipelinePage);
