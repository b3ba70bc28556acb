"""moto's server, with two faults of the interpreter of moto 5.2.5 mended.

It hands parameters to `.sync` integrations by the names of the States Language and not by those of the service, so that
each batch:submitJob.sync fails; and a task of theirs that is tried again times out at once.
"""

import sys

import botocore.session
from moto.server import main
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService as Service,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback as Callback,
)

session = botocore.session.get_session()


def operation_of(state, service_name, action_name):
    service = session.get_service_model(state._get_boto_service_name(service_name))
    action = (action_name or state.resource.api_action).replace("_", "").lower()
    return service.operation_model({name.lower(): name for name in service.operation_names}[action])


def to_request(state, parameters, boto_service_name=None, service_action_name=None):
    shape = operation_of(state, boto_service_name, service_action_name).input_shape
    state._to_boto_request(parameters, shape)


def from_response(state, response, boto_service_name=None, service_action_name=None):
    shape = operation_of(state, boto_service_name, service_action_name).output_shape
    state._from_boto_response(response, shape)


Service._normalise_parameters = to_request
Service._normalise_response = from_response

eval_sync = Callback._eval_sync


def without_old_deadlines(
    state, env, sync_resolver, timeout_seconds, callback_endpoint, heartbeat_endpoint
):
    return eval_sync(state, env, sync_resolver, timeout_seconds, None, None)


Callback._eval_sync = without_old_deadlines

main(sys.argv[1:])
