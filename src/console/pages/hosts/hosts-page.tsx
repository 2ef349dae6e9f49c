import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { May } from '../../kit/session.tsx'
import { routes } from '../../kit/api.ts'
import { EnrolWizard } from './enrol/enrol-wizard.tsx'
import { HostList } from './host-list.tsx'

/** Hosts of one's own; at `?enrol=yes` one is taken in. */
export function HostsPage() {
  const [{ enrol }] = useUrlFilters(['enrol'])
  if (enrol === undefined) return <HostList />
  return (
    <May call={routes.hosts.enrol}>
      <EnrolWizard />
    </May>
  )
}
