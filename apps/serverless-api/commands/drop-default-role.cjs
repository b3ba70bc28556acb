/**
 * A plugin of osls: takes the service's own role out of the template. osls makes it for functions without a role, and
 * serverless-iam-roles-per-function gives each function a copy of it with that function's rights; then nothing takes it.
 */
module.exports = class DropDefaultRole {
  constructor({ service }) {
    this.hooks = {
      'before:package:finalize': () => {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const { IamRoleLambdaExecution: role, ...others } = Resources;
        const isTaken = JSON.stringify(others).includes('"IamRoleLambdaExecution"');
        if (role !== undefined && !isTaken) delete Resources.IamRoleLambdaExecution;
      },
    };
  }
};
