-- Forgets the scopes in which nothing changes: no edition is made of them.
delete from next where scope <> all (@scopes::bigint[])
