/** The policy that `Create slipway.yaml` writes: it works as it is, and says what each line means. */
export const policyTemplate = `# Who may promote what, and what must hold first.
version: 1

# Environments in order. Versions are born in the first; an alias marks the version that is in each of the others.
environments:
  dev: {}
  staging:
    alias: challenger
  prod:
    alias: champion
    approvals: 1
    # approvers: [ana@example.com]   # without a list anyone may approve
    selfApproval: false              # someone else approves

# What must hold before a version of any model enters an environment.
gates:
  staging:
    - signature: required
  prod:
    - commit: clean
    # - metric: val_auc
    #   notWorseThan: current        # the version that is in prod now
    #   tolerance: 0.002

# What one model needs on top.
# models:
#   fraud-scorer:
#     gates:
#       prod:
#         - metric: val_auc
#           min: 0.92
`;
