"""The text in the room: what each unit came to by the acts of the meeting. Pure: no database, no pages, no Word.

A unit's state is never kept; it is worked out from its text in the draft and its acts (`steps.replay`), the same way each time. An act is
never changed or taken away: what is undone is left out when the acts are replayed, and what was built on it is worked out anew.
"""
