"""The suite that Jupyter offers to kernels, with every feature declared and nothing skipped."""

import sys
import unittest

import jupyter_kernel_test
from jupyter_kernel_test import TIMEOUT, validate_message


class BraidKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "braid"
    language_name = "Java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("to stderr");'

    # A method is offered with its parenthesis, as JShell's own console does.
    completion_samples = [
        {"text": '"abc".subst', "matches": {"substring("}},
        {"text": "Math.flo", "matches": {"floor(", "floorDiv(", "floorDivExact(", "floorMod("}},
    ]

    complete_code_samples = ["1 + 1", "int x = 3;", "void hi() { }", "// nothing"]
    incomplete_code_samples = ["int f() {", "for (int i = 0; i < 3; i++) {", "String s = "]
    invalid_code_samples = ["int x = )", "class { }", "int = 3 3;"]

    code_page_something = "%doc Math.abs"

    code_generate_error = 'throw new IllegalStateException("meant");'

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"four" + "teen"', "result": "fourteen"},
        {"code": "List.of(1, 2, 3)", "result": "[1, 2, 3]"},
    ]

    code_display_data = [
        {"code": 'display("plain");', "mime": "text/plain"},
        {"code": 'display("<b>bold</b>", "text/html");', "mime": "text/html"},
    ]

    code_history_pattern = "6 ?* 7*"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "Math.abs"

    code_clear_output = "clearOutput(false);"

    # The suite's own two wait a tenth of a second for each message. These wait for the message that
    # says that all has come.

    def flush_channels(self):
        msg_id = self.kc.kernel_info()
        while True:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            validate_message(reply)
            if reply["parent_header"]["msg_id"] == msg_id:
                break
        self.published(msg_id)

    def execute_helper(
        self, code, timeout=TIMEOUT, silent=False, store_history=True, stop_on_error=True
    ):
        msg_id = self.kc.execute(
            code=code, silent=silent, store_history=store_history, stop_on_error=stop_on_error
        )
        reply = self.get_non_kernel_info_reply(timeout=timeout)
        validate_message(reply, "execute_reply", msg_id)

        busy, *output, _ = self.published(msg_id)
        self.assertEqual(busy["content"].get("execution_state"), "busy")
        for msg in output:
            self.assertNotEqual(msg["msg_type"], "status")
            if msg["msg_type"] == "execute_input":
                self.assertEqual(msg["content"]["code"], code)
        return reply, [msg for msg in output if msg["msg_type"] != "execute_input"]

    def published(self, msg_id):
        """All that is published for one request, up to its idle, without what is for others."""
        messages = []
        while not messages or messages[-1]["content"].get("execution_state") != "idle":
            msg = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if msg["parent_header"]:
                validate_message(msg)
            if msg["parent_header"].get("msg_id") == msg_id:
                messages.append(msg)
        return messages


def main():
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(BraidKernelTests)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}; declare the feature in {__file__}", file=sys.stderr)
    return 0 if result.wasSuccessful() and result.testsRun and not result.skipped else 1


if __name__ == "__main__":
    sys.exit(main())
