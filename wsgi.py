"""Where a server finds the forum."""

import sys

from forum import create_app
from forum.config import BadSetting

try:
    app = create_app()
except BadSetting as refusal:
    print(refusal, file=sys.stderr)
    sys.exit(3)  # gunicorn's word for "do not try again"
