-- Forgets the working tables of the publication before.
discard temp
