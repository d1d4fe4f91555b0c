import { useEffect, useState } from "preact/hooks"

/** A module that is fetched when it is first wanted; undefined until it is here, and tried again when wanted again. */
export function useModule<M>(load: () => Promise<M>, wanted: boolean): M | undefined {
  const [found, setFound] = useState<M>()
  const here = found !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: what to load never changes; when to load it does
  useEffect(() => {
    if (wanted && !here)
      load().then(
        (module) => setFound(() => module),
        () => undefined,
      )
  }, [wanted, here])
  return found
}
