import { useMemo, useState } from "preact/hooks"
import type { Address } from "../../core/domain/forms/types.ts"
import { words } from "../i18n/words.ts"
import { Button } from "./Button.tsx"
import { Combo, type ComboItem } from "./Combo.tsx"
import { Field, type FieldProps } from "./Field.tsx"
import { TextInput } from "./TextInput.tsx"

const t = words(
  {
    province: "Tỉnh, thành phố",
    commune: "Xã, phường, đặc khu",
    communeHint: "Gõ tên mới hoặc tên cũ đều tìm được.",
    line: "Thôn, bản, tổ; số nhà, đường",
    oldText: "Xã, huyện, tỉnh theo giấy tờ cũ",
    oldHint: "Ghi như trên giấy tờ, ví dụ: xã Nà Hin, huyện Mai Sơn, tỉnh Sơn La.",
    useOld: "Chỉ biết tên xã, huyện cũ",
    useNew: "Chọn tỉnh, xã hiện nay",
    abroad: "Ở nước ngoài",
    athome: "Ở Việt Nam",
    country: "Nước",
    abroadLine: "Địa chỉ ở nước ngoài",
    before: (names: string) => `trước đây: ${names}`,
  },
  {
    province: "Province or city",
    commune: "Commune, ward or special zone",
    communeHint: "Found by the new and by the old name.",
    line: "Village, hamlet; house and street",
    oldText: "Commune, district, province as on older papers",
    oldHint: "As it stands on the paper.",
    useOld: "I only know the old commune and district",
    useNew: "Choose today's province and commune",
    abroad: "Abroad",
    athome: "In Viet Nam",
    country: "Country",
    abroadLine: "Address abroad",
    before: (names) => `before: ${names}`,
  },
)

export interface Place {
  value: string
  label: string
  parent?: string | undefined
}

export interface Places {
  provinces: readonly Place[]
  communes: readonly Place[]
  /** Names before the reform, by the code of today's commune. */
  former: ReadonlyMap<string, string>
  countries: readonly Place[]
}

interface Props extends FieldProps {
  value: Address | undefined
  onChange: (value: Address | undefined) => void
  onLeave?: (() => void) | undefined
  places: Places
  /** May lie outside Viet Nam. */
  abroad?: boolean
}

function tidy(address: Address): Address | undefined {
  const kept = Object.fromEntries(Object.entries(address).filter(([, part]) => part !== undefined && part !== "")) as Address
  return Object.keys(kept).length === 0 ? undefined : kept
}

const isAbroad = (value: Address): boolean => value.country !== undefined && value.country !== "VN"

/** An address by today's units, by the three levels of older papers, or abroad. */
export function AddressInput({ value = {}, onChange, onLeave, places, abroad, ...field }: Props) {
  const [old, setOld] = useState(value.old !== undefined)
  const [outside, setOutside] = useState(isAbroad(value))
  const set = (change: Address): void => onChange(tidy({ ...value, ...change }))
  // another way of writing it begins anew; what is the same in both, the house and the street, stays
  const start = (next: { old?: boolean; outside?: boolean }): void => {
    setOld(next.old ?? false)
    setOutside(next.outside ?? false)
    onChange(tidy(value.line === undefined ? {} : { line: value.line }))
  }
  return (
    <Field {...field} group>
      {() => (
        <div class="address">
          {outside ? (
            <Outside id={field.id} value={value} set={set} countries={places.countries} onLeave={onLeave} />
          ) : old ? (
            <TextInput
              id={field.id}
              label={t().oldText}
              hint={t().oldHint}
              value={value.old ?? ""}
              onType={(text) => set({ old: text })}
              onLeave={onLeave}
            />
          ) : (
            <Inside id={field.id} value={value} set={set} places={places} onLeave={onLeave} />
          )}
          {!outside && (
            <TextInput
              id={`${field.id}-line`}
              label={t().line}
              value={value.line ?? ""}
              onType={(line) => set({ line })}
              onLeave={onLeave}
              optional
            />
          )}
          <div class="row" data-silent>
            {!outside && (
              <Button kind="link" onPress={() => start({ old: !old })}>
                {old ? t().useNew : t().useOld}
              </Button>
            )}
            {abroad && (
              <Button kind="link" onPress={() => start({ outside: !outside })}>
                {outside ? t().athome : t().abroad}
              </Button>
            )}
          </div>
        </div>
      )}
    </Field>
  )
}

interface PartProps {
  id: string
  value: Address
  set: (change: Address) => void
  onLeave: (() => void) | undefined
}

function Inside({ id, value, set, places, onLeave }: PartProps & { places: Places }) {
  const communes = useMemo(() => {
    const near = value.province === undefined ? places.communes : places.communes.filter((commune) => commune.parent === value.province)
    const provinces = new Map(places.provinces.map((province) => [province.value, province.label]))
    return near.map((commune): ComboItem => {
      const label = value.province === undefined ? `${commune.label}, ${provinces.get(commune.parent ?? "") ?? ""}` : commune.label
      const former = places.former.get(commune.value)
      return { value: commune.value, label, also: former === undefined ? undefined : t().before(former) }
    })
  }, [places, value.province])
  return (
    <>
      <Combo
        id={id}
        label={t().province}
        items={places.provinces}
        value={value.province}
        onChoose={(province) => set(province === value.province ? {} : { province: province ?? "", commune: "" })}
        onLeave={onLeave}
      />
      <Combo
        id={`${id}-commune`}
        label={t().commune}
        hint={t().communeHint}
        items={communes}
        value={value.commune}
        onChoose={(commune) => {
          const parent = places.communes.find((each) => each.value === commune)?.parent
          set({ commune: commune ?? "", province: parent ?? value.province ?? "" })
        }}
        onLeave={onLeave}
      />
    </>
  )
}

function Outside({ id, value, set, countries, onLeave }: PartProps & { countries: readonly Place[] }) {
  const others = useMemo(() => countries.filter((country) => country.value !== "VN"), [countries])
  return (
    <>
      <Combo
        id={id}
        label={t().country}
        items={others}
        value={value.country}
        onChoose={(country) => set({ country: country ?? "" })}
        onLeave={onLeave}
      />
      <TextInput id={`${id}-line`} label={t().abroadLine} value={value.line ?? ""} onType={(line) => set({ line })} onLeave={onLeave} />
    </>
  )
}
