import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Col, Form, Modal, Radio, Row } from 'antd'

import { api, client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { type FaultFields, FIRST_FIELDS, ruleOf } from './fault-fields.ts'
import { FateFields, MatchFields, OccasionFields } from './fault-inputs.tsx'
import { faultSentence } from './fault-sentence.ts'
import { texts } from './fault-texts.ts'
import { texts as shared } from './world-texts.ts'

/** Makes a fault rule; a sentence says all the while what it will do. */
export function FaultDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<FaultFields>()
  const typed: FaultFields = { ...FIRST_FIELDS, ...Form.useWatch((all: FaultFields) => all, form) }
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: (fields: FaultFields) => client.world.faults.add(ruleOf({ ...FIRST_FIELDS, ...fields })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.world.key() })
      onClose()
    },
  })
  const objects = [
    { value: 'call', label: say(texts.onCall) },
    { value: 'machine', label: say(texts.onMachine) },
  ]
  return (
    <Modal
      open
      width={680}
      title={say(shared.addFault)}
      okText={say(shared.addFault)}
      cancelText={say(shared.cancel)}
      confirmLoading={adding.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        name="fault"
        layout="vertical"
        requiredMark={false}
        initialValues={FIRST_FIELDS}
        onFinish={adding.mutate}
      >
        <Row gutter={12}>
          <Col span={24}>
            <Form.Item name="on" label={say(texts.on)}>
              <Radio.Group options={objects} />
            </Form.Item>
          </Col>
          <MatchFields fields={typed} />
          <FateFields fields={typed} />
          <OccasionFields />
        </Row>
      </Form>
      <output aria-label={say(texts.preview)} className="world-preview">
        {say(faultSentence(ruleOf(typed)))}
      </output>
      <Refusal error={adding.error} />
    </Modal>
  )
}
