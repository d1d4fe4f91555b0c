import { Component, type ComponentChild, type ComponentType, type FunctionComponent, createElement } from "preact"

const differs = (one: object, other: object): boolean => {
  const [before, after] = [Object.entries(one), new Map(Object.entries(other))]
  return before.length !== after.size || before.some(([name, value]) => !after.has(name) || !Object.is(after.get(name), value))
}

/** Promises the same view, drawn again only when one of its properties is another one. */
export function memo<P extends object>(View: FunctionComponent<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differs(this.props, next)
    }
    override render(): ComponentChild {
      return createElement(View, this.props)
    }
  }
}
