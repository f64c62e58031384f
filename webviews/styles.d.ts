/** A style sheet imported by a page's script ends up in the page's own `.css` file. */
declare module "*.css";
