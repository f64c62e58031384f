/**
 * The Promotion page: request and review are the same page. The server says everything that stands on it (`PromotionPage`);
 * `page.ts` holds the state and talks to the host, each part of the page is a function from a `PromotionView` to a template.
 */
import "../ui/base.css";
import "./page.css";
import "./head.css";
import "./rail.css";
import "./actionBar.css";
import "./tables.css";
import "./narrow.css";
import { PromotionPageElement } from "./page.ts";

customElements.define("slipway-promotion", PromotionPageElement);
