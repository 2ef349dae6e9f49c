import { routes } from '../../kit/api.ts'
import { useMay } from '../../kit/session.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { EnrolWizard } from './enrol/enrol-wizard.tsx'
import { HostList } from './host-list.tsx'

/** Hosts of one's own; at `?enrol=yes` one is taken in, by those who may. */
export function HostsPage() {
  const [{ enrol }] = useUrlFilters(['enrol'])
  const mayEnrol = useMay(routes.hosts.enrol)
  return enrol !== undefined && mayEnrol ? <EnrolWizard /> : <HostList />
}
