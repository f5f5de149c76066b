import { bindingRoleMissing } from '#src/checks/catalogue/access/binding-role-missing.ts';
import { object, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const subjects = [
  { kind: 'ServiceAccount', namespace: 'shop', name: 'deployer' },
  { kind: 'User', name: 'jane' },
];

function binding(
  kind: string,
  over: object = {},
  people: readonly object[] = subjects,
): ReturnType<typeof object<'RoleBinding'>> {
  return object('RoleBinding', {
    metadata: { namespace: 'shop', name: 'reader', ...over },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'reader' },
    subjects: people,
  });
}

const clusterBinding = object('ClusterRoleBinding', {
  metadata: { name: 'reader' },
  roleRef: { kind: 'ClusterRole', name: 'reader' },
  subjects,
});
const role = object('Role', { metadata: { namespace: 'shop', name: 'reader' } });
const clusterRole = object('ClusterRole', { metadata: { name: 'reader' } });

function missing(roleKind: string): {
  on: string;
  message: string;
  data: { grantees: string[]; roleKind: string; role: string };
} {
  return {
    on: 'shop/RoleBinding/reader',
    message: 'missing',
    data: { grantees: ['ServiceAccount shop/deployer', 'User jane'], roleKind, role: 'reader' },
  };
}

testCheck(bindingRoleMissing, {
  quiet: {
    'a Role that is there': { objects: [binding('Role'), role] },
    'a ClusterRole that is there': { objects: [binding('ClusterRole'), clusterRole] },
    'a ClusterRoleBinding whose ClusterRole is there': { objects: [clusterBinding, clusterRole] },
    'nobody is granted anything': { objects: [binding('Role', {}, [])] },
    'a binding 59 s old, applied before its role': {
      objects: [binding('Role', { creationTimestamp: secondsAgo(59) })],
    },
    'a binding that is being deleted': { objects: [binding('Role', { deletionTimestamp: secondsAgo(1) })] },
  },
  fires: {
    'the Role does not exist': {
      objects: [binding('Role', { creationTimestamp: secondsAgo(60) })],
      reports: [
        {
          ...missing('Role'),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'RoleBinding', namespace: 'shop', name: 'reader', uid: 'uid-RoleBinding-shop-reader' },
              path: 'roleRef',
              value: 'Role/reader',
            },
          ],
        },
      ],
    },
    'a Role of that name exists only in another namespace': {
      objects: [binding('Role'), object('Role', { metadata: { namespace: 'other', name: 'reader' } })],
      reports: [missing('Role')],
    },
    'a ClusterRole is no Role': { objects: [binding('Role'), clusterRole], reports: [missing('Role')] },
    'a Role is no ClusterRole': { objects: [binding('ClusterRole'), role], reports: [missing('ClusterRole')] },
    'the ClusterRole of a ClusterRoleBinding does not exist': {
      objects: [clusterBinding],
      reports: [
        {
          on: '/ClusterRoleBinding/reader',
          message: 'missingInCluster',
          data: { grantees: ['ServiceAccount shop/deployer', 'User jane'], roleKind: 'ClusterRole', role: 'reader' },
        },
      ],
    },
  },
});
