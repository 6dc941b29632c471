-- Sessions whose start broke off, and venues with something to tell, are woken too.
UPDATE OrleansQuery SET QueryText = replace(QueryText, '(''order'', ''position'', ''account'')', '(''order'', ''position'', ''account'', ''session'', ''venue'')')
WHERE QueryKey = 'WriteToStorageKey';
