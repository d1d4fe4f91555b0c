import type { DeskDossierOut, SupplementItemOut, SupplementOut } from "../../../core/contract/openapi.gen.ts"
import { answerAt, fieldAt } from "../../../core/domain/forms/paths.ts"
import type { Answers, FormDef, Json } from "../../../core/domain/forms/types.ts"
import { answerText, type Labels } from "../../i18n/answer.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { useLabels } from "./lists.ts"
import { shortMoment } from "./say.ts"
import { more as t } from "./words-more.ts"
import "./desk-more.css"

interface Props {
  found: DeskDossierOut
  onShow: (id: string) => void
}

function standing(request: SupplementOut): string {
  const { status, closed_at } = request
  if (status === "waiting") return t().waiting
  if (status === "open") return request.answered_at === null ? t().open(date(request.respond_by)) : t().arriving
  if (status === "ended") return t().ended
  return t()[status](shortMoment(closed_at ?? request.asked_at))
}

/** What was asked for again, with what stood there before and what stands there now. */
export function Asked({ found, onShow }: Props) {
  const { supplements } = found.dossier
  const form = found.form as unknown as FormDef
  const label = useLabels(form)
  if (supplements.length === 0) return null
  return (
    <>
      <h2>{t().title}</h2>
      {[...supplements].reverse().map((request) => (
        <section class={`asked asked--${request.status}`} key={request.supplement_id} aria-label={`${t().title} ${request.number}`}>
          <p>
            <b>{standing(request)}</b>
          </p>
          <p class="muted num">
            {t().number(request.number)} · {t().askedBy(request.asked_by, shortMoment(request.asked_at))}
          </p>
          {request.why_again && <p>{t().whyAgain(request.why_again)}</p>}
          {request.allowed_by && <p>{t().allowed(request.allowed_by, request.allow_reason ?? "")}</p>}
          <dl>
            {request.items.map((item) => (
              <Item key={item.key} item={item} answered={request.answered_at !== null} found={found} label={label} onShow={onShow} />
            ))}
          </dl>
          {request.note && <p class="muted">{request.note}</p>}
        </section>
      ))}
    </>
  )
}

interface ItemProps extends Props {
  item: SupplementItemOut
  answered: boolean
  label: Labels
}

function Item({ item, answered, found, label, onShow }: ItemProps) {
  return (
    <div>
      <dt>{say({ vi: item.label.vi, en: item.label.en ?? undefined })}</dt>
      <dd>{item.reason}</dd>
      {item.kind === "answer" ? (
        <Change item={item} answered={answered} found={found} label={label} />
      ) : (
        answered &&
        item.pages.length > 0 && (
          <dd>
            <button type="button" class="ask__show" onClick={() => onShow(item.pages[0]?.attachment_id ?? "")}>
              {t().oldPages(item.pages.length)}
            </button>
          </dd>
        )
      )}
      {item.brought && (
        <dd>
          <b>
            {item.brought.held_from
              ? t().held(item.brought.held_from, shortMoment(item.brought.at))
              : t().brought(item.brought.by, shortMoment(item.brought.at))}
            :
          </b>{" "}
          {say({ vi: item.brought.paper.vi, en: item.brought.paper.en ?? undefined })}
        </dd>
      )}
      {item.note && (
        <dd>
          <b>{t().said}:</b> {item.note}
        </dd>
      )}
    </div>
  )
}

function Change({ item, answered, found, label }: Omit<ItemProps, "onShow">) {
  const field = fieldAt(found.form as unknown as FormDef, item.key)?.field
  if (field === undefined) return null
  const text = (value: unknown): string => answerText(field, (value ?? undefined) as Json | undefined, label) || t().empty
  const [before, now] = [text(item.before), text(answerAt(found.dossier.answers as Answers, item.key))]
  return (
    <dd class="asked__change">
      {t().before}: <s>{before}</s>
      {answered && (
        <>
          {" "}
          {t().now}: <ins>{before === now ? t().same : now}</ins>
        </>
      )}
    </dd>
  )
}
