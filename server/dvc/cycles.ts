/** Sets of nodes of which each leads to all others (Tarjan's strongly connected components), of two nodes or more. */
export function loopsOf<Node>(nodes: readonly Node[], next: (node: Node) => readonly Node[]): readonly Node[][] {
  const order = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const loops: Node[][] = [];
  for (const start of nodes) {
    if (order.has(start)) continue;
    // By hand and not by calls: a pipeline may be longer than the stack is deep.
    const path: { readonly node: Node; readonly ahead: Node[] }[] = [];
    const enter = (node: Node): void => {
      order.set(node, order.size);
      lowest.set(node, order.get(node) ?? 0);
      open.push(node);
      isOpen.add(node);
      path.push({ node, ahead: [...next(node)] });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node, ahead } = top;
      const other = ahead.pop();
      if (other !== undefined) {
        if (!order.has(other)) enter(other);
        else if (isOpen.has(other)) lower(lowest, node, order.get(other));
        continue;
      }
      path.pop();
      const before = path.at(-1)?.node;
      if (before !== undefined) lower(lowest, before, lowest.get(node));
      if (lowest.get(node) === order.get(node)) loops.push(open.splice(open.lastIndexOf(node)));
      for (const closed of loops.at(-1) ?? []) isOpen.delete(closed);
    }
  }
  return loops.filter(({ length }) => length > 1).map((loop) => loop.toSorted((a, b) => nodes.indexOf(a) - nodes.indexOf(b)));
}

function lower<Node>(lowest: Map<Node, number>, node: Node, to = 0): void {
  lowest.set(node, Math.min(lowest.get(node) ?? 0, to));
}

/** A shortest way from a node back to it, both ends included; undefined: there is none. */
export function cycleThrough<Node>(node: Node, next: (node: Node) => readonly Node[]): readonly Node[] | undefined {
  const cameFrom = new Map<Node, Node>();
  for (const queue = [node]; queue.length > 0; ) {
    const current = queue.shift();
    if (current === undefined) break;
    for (const other of next(current)) {
      if (other === node) return [node, ...wayTo(current, node, cameFrom), node];
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, current);
      queue.push(other);
    }
  }
  return undefined;
}

function wayTo<Node>(last: Node, first: Node, cameFrom: ReadonlyMap<Node, Node>): Node[] {
  const way: Node[] = [];
  for (let node: Node | undefined = last; node !== undefined && node !== first; node = cameFrom.get(node)) way.unshift(node);
  return way;
}
