import { Component, type ComponentChild, type ComponentType, type FunctionComponent, createElement } from "preact"

function differs<P extends object>(before: P, after: P): boolean {
  for (const name in after) if (!Object.is(before[name], after[name])) return true
  for (const name in before) if (!(name in after)) return true
  return false
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
