/**
 * Names of variables that a kubelet put into the environment. For a Service named `kubeclinic` it sets
 * KUBECLINIC_SERVICE_HOST, KUBECLINIC_PORT=tcp://10.96.0.7:4000, KUBECLINIC_PORT_4000_TCP_ADDR and more in every pod of
 * the namespace; for one named `kubeclinic-db` the same with KUBECLINIC_DB_. They are nobody's settings.
 */
export function injectedVariables(env: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  const injected = new Set<string>();
  const services = Object.keys(env).flatMap((name) => /^(.+)_SERVICE_HOST$/.exec(name)?.[1] ?? []);
  for (const service of services) {
    for (const name of Object.keys(env)) {
      if (!name.startsWith(`${service}_`)) continue;
      const rest = name.slice(service.length + 1);
      const isLink = /^(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/.test(
        rest,
      );
      // A person's KUBECLINIC_PORT=4000 wins over the injected one; only the shape of the value tells them apart.
      const isPortLink = rest === 'PORT' && /^(tcp|udp|sctp):\/\//.test(env[name] ?? '');
      if (isLink || isPortLink) injected.add(name);
    }
  }
  return injected;
}
