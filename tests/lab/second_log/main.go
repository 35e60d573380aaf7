// A second implementation beside ours: golang.org/x/mod/sumdb, note and tlog, as Debian has them.
// It reads lines as JSON on standard input and says what it makes of our proofs and notes, and what its own are.
package main

import (
	"encoding/json"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proof struct {
	Old, Size int64 // inclusion: Old is the number of the leaf
	Parts     []tlog.Hash
}

type question struct {
	Leaves                 [][]byte
	Inclusion, Consistency []proof
	Note                   []byte
	VerifierKey, SignerKey string
	Text                   string
}

type answer struct {
	Roots                     []tlog.Hash
	Inclusion, Consistency    []proof // its own
	Refused                   []string
	NoteText, NoteError, Note string
}

type store []tlog.Hash

func (s *store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = (*s)[index]
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	var asked question
	must(json.NewDecoder(os.Stdin).Decode(&asked))
	var said answer
	var hashes store
	root := func(size int64) tlog.Hash {
		found, err := tlog.TreeHash(size, &hashes)
		must(err)
		return found
	}
	for number, leaf := range asked.Leaves {
		more, err := tlog.StoredHashes(int64(number), leaf, &hashes)
		must(err)
		hashes = append(hashes, more...)
		said.Roots = append(said.Roots, root(int64(number+1)))
	}
	for _, one := range asked.Inclusion {
		leaf := tlog.RecordHash(asked.Leaves[one.Old])
		if err := tlog.CheckRecord(one.Parts, one.Size, root(one.Size), one.Old, leaf); err != nil {
			said.Refused = append(said.Refused, err.Error())
		}
		own, err := tlog.ProveRecord(one.Size, one.Old, &hashes)
		must(err)
		said.Inclusion = append(said.Inclusion, proof{one.Old, one.Size, own})
	}
	for _, one := range asked.Consistency {
		if err := tlog.CheckTree(one.Parts, one.Size, root(one.Size), one.Old, root(one.Old)); err != nil {
			said.Refused = append(said.Refused, err.Error())
		}
		own, err := tlog.ProveTree(one.Size, one.Old, &hashes)
		must(err)
		said.Consistency = append(said.Consistency, proof{one.Old, one.Size, own})
	}
	verifier, err := note.NewVerifier(asked.VerifierKey)
	must(err)
	opened, err := note.Open(asked.Note, note.VerifierList(verifier))
	if err != nil {
		said.NoteError = err.Error()
	} else {
		said.NoteText = opened.Text
	}
	signer, err := note.NewSigner(asked.SignerKey)
	must(err)
	signed, err := note.Sign(&note.Note{Text: asked.Text}, signer)
	must(err)
	said.Note = string(signed)
	must(json.NewEncoder(os.Stdout).Encode(said))
}
