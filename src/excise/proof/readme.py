"""The text that lies in every bundle of schema 1: what it is, and how to check it with excise or by hand. It never changes."""

README = """\
This is a bundle of evidence (schema excise.bundle/1).

It holds what was found on an estate, what was asked of it, the law and the
indicators that were applied, the answer, and the log in which the agency
signed that. Whoever has this file and the agency's public key can check it,
without a network and without the agency.

WITH EXCISE

    excise evidence verify BUNDLE --key KEY

KEY is the file or the id of the public key that the agency gave you by
another way than with this file. The command checks every byte, computes the
answer anew, and says on one page what the bundle shows and what it does not.

BY HAND

The file is a ZIP whose entries are stored as they are. Unpack it with any
program, into an empty folder.

1. bundle.json lists every other entry with its SHA-256:
       sha256sum answer.json request.json facts/* ...
2. The digest of all facts is that of the list of their digests:
       sha256sum facts/* | sha256sum
   The list goes by name (LC_ALL=C). Content is digested in the same way, over
   all files under content/.
3. ledger/events.jsonl is the log, one event a line. Each line names the
   SHA-256 of the line before it, without the line end, as "previous". In a
   redacted bundle a line may be hidden: then its digest stands there.
4. The root of the log is the RFC 6962 hash of these lines. The newest file in
   ledger/checkpoints holds it, in base64, under a name and a number of lines.
5. An event with an "envelope" is signed (DSSE v1, Ed25519). What is signed is
       DSSEv1 LENGTH TYPE LENGTH PAYLOAD
   with one blank between, TYPE being the payloadType, PAYLOAD the payload
   after base64, and LENGTH their lengths in bytes. Check the sig with
       openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin \\
           -in SIGNED -sigfile SIG
6. The payload of the last event of kind "verdict" or "nil-report" names, as
   its subjects, the digests of facts, content, answer.json and request.json.
7. Keys are certified by events of kind "key-certified". The first certifies
   itself: its "key" must be that of the key you were given. A key's id is
   the SHA-256 of its public half in DER:
       openssl pkey -pubin -in KEY.pem -outform DER | sha256sum

What nobody but the agency signed can be dated otherwise by the agency. Only
a checkpoint that a witness signed too bounds the time at which it was made.
"""
