"""The request list 资料需求清单: which documents are still needed, for which facts, and what hangs on them."""
