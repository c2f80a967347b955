"""Where a server finds the forum."""

import sys

from forum import create_app
from forum.config import BadSetting

try:
    app = create_app()
except BadSetting as refusal:
    print(refusal, file=sys.stderr)
    # 3 is gunicorn's word for "do not start this worker again", for whoever serves without gunicorn.conf.py.
    sys.exit(3 if "gunicorn" in sys.modules else refusal.code)
